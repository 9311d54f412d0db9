import { post } from './post.ts';

export const handler = post('desk', '/assignments/:desk/free');
