/** The words of the rule; the form of the file asks for it wherever a duration stands. */
export const badDuration = {
  code: 'bad-duration',
  message: 'is not a duration such as 90s, 5m, 2h, 3d or PT1H30M',
} as const;
