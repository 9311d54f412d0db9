import { post } from './post.ts';

export const handler = post('directory', '/activations');
