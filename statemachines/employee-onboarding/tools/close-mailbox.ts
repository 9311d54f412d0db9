import { post } from './post.ts';

export const handler = post('mailboxes', '/mailboxes/:mailbox/close');
