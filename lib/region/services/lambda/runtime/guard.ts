/** Loaded before anything else in the thread of an environment, and in every thread that its handler starts. */
import { guardEgress } from '../../../egress.ts';

guardEgress();
