/** A time says its unit, and is one that Step Functions can wait. Asked wherever a duration stands. */
export const badDuration = {
  code: 'bad-duration',
  message: 'is not a duration such as 90s, 5m, 2h, 3d or PT1H30M',
} as const;
