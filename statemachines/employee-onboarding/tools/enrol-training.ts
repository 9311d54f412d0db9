import { post } from './post.ts';

export const handler = post('training', '/bookings');
