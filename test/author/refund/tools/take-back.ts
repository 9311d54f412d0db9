export const handler = () => ({ output: {} });
