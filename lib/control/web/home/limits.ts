/** Bytes that one upload may have: a function takes 6 MB (AWS Lambda quotas), in base64, with the rest of the request. */
export const MAX_UPLOAD = 4_500_000;
