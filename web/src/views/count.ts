/** Footage on the bench: /count is the list, /count/SHA the bench of one photograph or video. */
import type { View } from '../view';
import { param } from '../url';
import { bench } from '../count/bench';
import { list } from '../count/media';

export const count: View = (root, ctx) => (ctx.rest[0] ? bench(root, ctx, ctx.rest[0]) : list(root, ctx, param('slot')));
