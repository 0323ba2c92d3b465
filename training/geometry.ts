import type { EncoderGeometry } from '../src/main/model/pack.ts';

/** The windows the network reads with. 256 tokens are better and faster than 512. */
export const GEOMETRY: EncoderGeometry = { window: 256, overlap: 64, hidden: 384 };
