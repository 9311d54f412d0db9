import { post } from './post.ts';

export const handler = post('badge', '/badges');
