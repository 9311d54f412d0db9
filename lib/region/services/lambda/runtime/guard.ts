/** Loaded before anything else in the thread of an environment, and in every thread that its handler starts. */
import { guardEgress } from '../../../egress/guard.ts';

// It is built as CommonJS.
guardEgress(__filename);
