/** UTF-16 units of a chunk: large enough to be written at once, small enough to hold nothing up. */
const CHUNK = 65_536;

/** Joins pieces into chunks worth writing; nothing but the chunk at hand is in memory. */
export function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
