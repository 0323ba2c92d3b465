import { Buffer } from 'node:buffer';
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip archive, with everything that a hostile one may lie about. */
export interface ZipEntry {
  name: string;
  content?: string | Buffer;
  /** The bytes in the archive, where they are not the content deflated. */
  packed?: Buffer;
  /** Bytes that the headers declare, where they are not the content's. */
  size?: number;
  crc?: number;
  /** 8 is deflated. */
  method?: number;
  encrypted?: boolean;
  /** Unix mode: 0o120777 is a link. */
  mode?: number;
}

/** A zip archive (PKWARE APPNOTE 4.3), with zip64 fields where a size needs them. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const packed = entry.packed ?? deflateRawSync(content);
    const size = entry.size ?? content.length;
    const name = Buffer.from(entry.name);
    const isLarge = size > 0xffffffff;
    const extra = Buffer.alloc(isLarge ? 12 : 0);
    if (isLarge) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
    }
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(entry.method ?? 8, 4);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(isLarge ? 0xffffffff : size, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    files.push(Buffer.from('PK\x03\x04'), common, name, extra, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), common, tail, name, extra);
    offset += 4 + common.length + name.length + extra.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

/** So many times 16 MB of zeros, deflated: each part ends with a full flush, so that parts can follow one another. */
export function deflatedZeros(parts: number): Buffer {
  const part = deflateRawSync(Buffer.alloc(16 * 1024 ** 2), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(parts).fill(part), deflateRawSync(Buffer.alloc(0))]);
}
