import { post } from './post.ts';

export const handler = post('laptop-store', '/orders/:laptop/cancel');
