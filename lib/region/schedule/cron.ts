/**
 * Cron expressions of EventBridge: minutes, hours, day of month, month, day of week, year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
import { instantOf, localTime } from './zone.ts';

interface Field {
  name: string;
  from: number;
  to: number;
  names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: readonly Field[] = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of week', from: 1, to: 7, names: WEEKDAYS },
  { name: 'year', from: 1970, to: 2199 },
];

export interface Cron {
  /** The first instant after `after` (milliseconds) that the expression names in this zone, if there is one. */
  next(after: number, zone?: string): number | undefined;
}

/** Reads the text between the parentheses of `cron(…)`. Throws an Error that says which field is wrong. */
export function cron(text: string): Cron {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) throw new Error(`a cron expression has 6 fields, "${text}" has ${parts.length}`);
  const [minutes, hours, days, months, weekdays, years] = parts as [string, string, string, string, string, string];
  if ((days === '?') === (weekdays === '?')) {
    throw new Error(`"${text}": exactly one of day of month and day of week must be "?"`);
  }
  const set = (index: number, value: string) => numbers(FIELDS[index]!, value);
  const onDay = days === '?' ? weekdayRule(weekdays) : monthDayRule(days);
  const wanted = { minutes: set(0, minutes), hours: set(1, hours), months: set(3, months), years: set(5, years) };
  return { next: (after, zone = 'UTC') => next(wanted, onDay, after, zone) };
}

type Wanted = Record<'minutes' | 'hours' | 'months' | 'years', readonly number[]>;
/** Whether a date, as UTC midnight, is one of the days. */
type DayRule = (date: Date) => boolean;

function next(wanted: Wanted, onDay: DayRule, after: number, zone: string): number | undefined {
  const start = localTime(after, zone);
  const lastYear = wanted.years.at(-1) ?? 0;
  for (
    let date = new Date(Date.UTC(start.year, start.month - 1, start.day));
    ;
    date.setUTCDate(date.getUTCDate() + 1)
  ) {
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    if (year > lastYear) return undefined;
    if (!wanted.years.includes(year) || !wanted.months.includes(month) || !onDay(date)) continue;
    const found = onDate(wanted, { year, month, day: date.getUTCDate() }, after, zone);
    if (found !== undefined) return found;
  }
}

function onDate(wanted: Wanted, date: { year: number; month: number; day: number }, after: number, zone: string) {
  for (const hour of wanted.hours) {
    for (const minute of wanted.minutes) {
      const at = instantOf({ ...date, hour, minute, second: 0 }, zone);
      if (at !== undefined && at > after) return at;
    }
  }
  return undefined;
}

/** The numbers of a field such as `*`, `0/15`, `MON-FRI` or `1,15`, ascending. */
function numbers(field: Field, text: string): number[] {
  const found = text.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range.split('-');
    const from = range === '*' ? field.from : number(field, first);
    const to = range === '*' || (step && !last) ? field.to : last ? number(field, last) : from;
    const by = step === undefined ? 1 : Number(step);
    if (!(by >= 1) || to < from) throw wrong(field, part);
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function number(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return field.from + named;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < field.from || value > field.to) throw wrong(field, text);
  return value;
}

function wrong({ name, from, to }: Field, text: string): Error {
  return new Error(`"${text}" is not a value of ${name}, which goes from ${from} to ${to}`);
}

/** `L`, `LW`, `15W` or numbers. */
function monthDayRule(text: string): DayRule {
  if (text === 'L') return (date) => date.getUTCDate() === lengthOfMonth(date);
  const near = /^(?:L|(\d{1,2}))W$/.exec(text);
  if (near)
    return (date) => date.getUTCDate() === nearestWorkday(date, near[1] ? Number(near[1]) : lengthOfMonth(date));
  const days = numbers(FIELDS[2]!, text);
  return (date) => days.includes(date.getUTCDate());
}

/** `6L`, `FRI#2` or numbers and names. */
function weekdayRule(text: string): DayRule {
  const field = FIELDS[4]!;
  const [, last] = /^(\w+?)L$/.exec(text) ?? [];
  if (last) {
    const day = number(field, last);
    return (date) => date.getUTCDay() + 1 === day && date.getUTCDate() > lengthOfMonth(date) - 7;
  }
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name) {
    const day = number(field, name);
    return (date) => date.getUTCDay() + 1 === day && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  }
  const days = numbers(field, text === 'L' ? '7' : text);
  return (date) => days.includes(date.getUTCDay() + 1);
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day, without leaving its month. */
function nearestWorkday(date: Date, day: number): number {
  const last = lengthOfMonth(date);
  const wanted = Math.min(day, last);
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), wanted)).getUTCDay();
  if (weekday === 6) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 0) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}
