const RealDate = Date;
/** Below this the region's clock is the real one, and only the way of the message lies between. */
const TOLERANCE_MS = 2000;

let shift = 0;

/**
 * Lets `Date` in this thread follow the region's clock: `now` is the region's time at the start of the invocation, and
 * time then passes at its real pace. With a real clock nothing is touched.
 */
export function followClock(now: number): void {
  shift = now - RealDate.now();
  if (Math.abs(shift) > TOLERANCE_MS) globalThis.Date = ShiftedDate;
}

const shiftedNow = () => RealDate.now() + shift;

/** A proxy rather than a subclass, so that `Date()` without `new` and `instanceof` keep their meaning. */
const ShiftedDate = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length ? args : [shiftedNow()], newTarget),
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, key, receiver) => (key === 'now' ? shiftedNow : Reflect.get(target, key, receiver)),
});
