import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/main/errors.ts';
import { openArchive, openSources, type Limits } from '../../../../../src/main/catalog/read/sources.ts';
import { deflatedZeros, makeZip, type ZipEntry } from './makeZip.ts';

const MB = 1024 ** 2;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function contents(paths: string | string[]): Promise<Record<string, string>> {
  const sources = await openSources(paths);
  const read = sources.map(async (each) => [each.name, (await each.read()).toString()] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function refusal(paths: string | string[], limits?: Partial<Limits>): Promise<string> {
  const error: unknown = await openSources(paths, limits).then(
    () => 'not refused',
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('openSources', () => {
  it('lists a folder at any depth, with the archives in it and the archives in those', async () => {
    put('b.txt', 'B');
    put('a/deep/c.txt', 'C');
    const inner = makeZip([{ name: 'e.txt', content: 'E' }]);
    put(
      'z.ZIP',
      makeZip([
        { name: 'x/', mode: 0o40755 },
        { name: 'x/d.txt', content: 'D' },
        { name: 'in.zip', content: inner },
      ]),
    );
    expect(await contents(folder)).toEqual({
      'a/deep/c.txt': 'C',
      'b.txt': 'B',
      'z.ZIP/x/d.txt': 'D',
      'z.ZIP/in.zip/e.txt': 'E',
    });
  });

  it('opens no third archive inside of archives', async () => {
    const third = makeZip([{ name: 'e.txt', content: 'E' }]);
    const second = makeZip([{ name: 'third.zip', content: third }]);
    const file = put('first.zip', makeZip([{ name: 'second.zip', content: second }]));
    expect((await openSources(file)).map(({ name, size }) => [name, size])).toEqual([
      ['first.zip/second.zip/third.zip', third.length],
    ]);
  });

  it('takes several folders, archives and files, each with its name', async () => {
    put('one/a.txt', '1');
    put('two/a.txt', '2');
    const zip = put('z.zip', makeZip([{ name: 'a.txt', content: '3' }]));
    const file = put('a.txt', '4');
    expect(await contents([join(folder, 'one'), join(folder, 'two'), zip, file])).toEqual({
      'one/a.txt': '1',
      'two/a.txt': '2',
      'z.zip/a.txt': '3',
      'a.txt': '4',
    });
    expect(await refusal([file, file])).toBe('There are two files a.txt.');
  });

  it('follows a link that was given itself', async () => {
    put('real/a.txt', '1');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(await contents(join(folder, 'link'))).toEqual({ 'a.txt': '1' });
  });

  it('reads nothing before it is asked, and says when a file is gone or has changed since', async () => {
    const file = put('a.txt', 'before');
    const [source] = await openSources(file);
    writeFileSync(file, 'AFTER!');
    expect((await source!.read()).toString()).toBe('AFTER!');
    writeFileSync(file, 'longer than before');
    await expect(source!.read()).rejects.toThrow('a.txt changed while it was being read.');
    rmSync(file);
    await expect(source!.read()).rejects.toThrow(`${file} cannot be read: it is not there.`);
    await expect(source!.read()).rejects.toBeInstanceOf(UserError);
  });

  it('refuses a path that is not there', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await refusal(nowhere)).toBe(`${nowhere} cannot be read: it is not there.`);
  });

  it('refuses links, pipes and other things that are no files', async () => {
    const secret = put('outside/secret.txt', 'secret');
    mkdirSync(join(folder, 'given'));
    const link = join(folder, 'given', 'link.txt');
    symlinkSync(secret, link);
    expect(await refusal(join(folder, 'given'))).toBe(`${link} is a link, which is not followed.`);
    rmSync(link);
    symlinkSync(join(folder, 'given'), link);
    expect(await refusal(join(folder, 'given'))).toBe(`${link} is a link, which is not followed.`);
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe instead of waiting for it', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
    expect(await refusal(folder)).toBe(
      `${join(folder, 'pipe.txt')} is no ordinary file, which is not followed.`,
    );
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe that took the place of a file since', async () => {
    const file = put('a.txt', '');
    const [source] = await openSources(file);
    rmSync(file);
    execFileSync('mkfifo', [file]);
    await expect(source!.read()).rejects.toThrow('a.txt changed while it was being read.');
  });

  it('refuses more files, and more bytes, than a release has', async () => {
    put('a.txt', 'A');
    put('b.txt', 'B');
    put('c/d.txt', 'C');
    expect(await refusal(folder, { files: 3 })).toMatch(/^There are more than 3 files/);
    expect((await openSources(folder, { files: 4 })).length).toBe(3);
    const big = put('big/big.txt', '');
    truncateSync(big, 10 * 1024 * MB);
    expect(await refusal(big)).toBe('With big.txt the files have more than the 128 MB that are read.');
    truncateSync(big, 100 * MB);
    expect(await refusal(folder, { totalBytes: 64 * MB })).toMatch(
      /^With big\/big\.txt the files have more than/,
    );
  });

  it('refuses a zip with more entries than a release has files', async () => {
    const zip = put(
      'many.zip',
      makeZip(Array.from({ length: 101 }, (_, index) => ({ name: `${index}.txt` }))),
    );
    expect(await refusal(zip, { files: 100 })).toBe(
      'There are more than 100 files; many.zip/100.txt is the first above that.',
    );
  });
});

describe('a zip archive made to do harm', () => {
  const one = (entry: Partial<ZipEntry>): Buffer => makeZip([{ name: 'a.txt', content: 'A', ...entry }]);

  it.each([
    ['../../etc/passwd', 'invalid relative path: ../../etc/passwd'],
    ['a/../../b.txt', 'invalid relative path: a/../../b.txt'],
    ['..\\..\\b.txt', 'invalid relative path: ../../b.txt'],
    ['/etc/passwd', 'absolute path: /etc/passwd'],
    ['C:\\windows\\b.txt', 'absolute path: C:/windows/b.txt'],
  ])('is refused for the name %s', async (name, reason) => {
    expect(await refusal(put('slip.zip', one({ name })))).toBe(
      `slip.zip holds a file whose name leads out of the archive (${reason}).`,
    );
  });

  it.each([
    ['a link', { mode: 0o120777 }, 'bad.zip/a.txt is a link or a device, which is not followed.'],
    ['a device', { mode: 0o020666 }, 'bad.zip/a.txt is a link or a device, which is not followed.'],
    ['an encrypted file', { encrypted: true }, 'bad.zip/a.txt is encrypted.'],
    ['an unknown method', { method: 93 }, 'bad.zip/a.txt is packed with a method that is not read (93).'],
  ])('is refused for %s', async (_, entry, message) => {
    expect(await refusal(put('bad.zip', one(entry)))).toBe(message);
  });

  it('is refused for two files of one name', async () => {
    const zip = makeZip([
      { name: 'a.txt', content: '1' },
      { name: 'a.txt', content: '2' },
    ]);
    expect(await refusal(put('two.zip', zip))).toBe('There are two files two.zip/a.txt.');
  });

  it('is refused at once for 10 GB of zeros', async () => {
    const packed = deflatedZeros(640);
    const honest = put('honest.zip', one({ packed, size: 10 * 1024 * MB }));
    expect(await refusal(honest)).toMatch(
      /^honest\.zip\/a\.txt would unpack to 10737418240 bytes from \d{8},/,
    );
    const forged = put('forged.zip', one({ packed, size: 1000 }));
    const [source] = await openSources(forged);
    await expect(source!.read()).rejects.toBeInstanceOf(UserError);
    await expect(source!.read()).rejects.toThrow(/^forged\.zip\/a\.txt is damaged .*too many bytes/);
  });

  it('is refused where the files together are too large, in archives of archives too', async () => {
    const bomb = makeZip(
      Array.from({ length: 20 }, (_, index) => ({
        name: `${index}.txt`,
        size: 100 * MB,
        packed: Buffer.alloc(MB),
      })),
    );
    expect(await refusal(put('sum.zip', bomb))).toBe(
      'With sum.zip/10.txt the files have more than the 1024 MB that are read.',
    );
    const outer = makeZip([{ name: 'inner.zip', content: bomb, packed: bomb, method: 0 }]);
    expect(await refusal(put('outer.zip', outer), { totalBytes: 64 * MB })).toBe(
      'With outer.zip/inner.zip/0.txt the files have more than the 64 MB that are read.',
    );
    expect(await refusal(put('outer.zip', outer), { nestedBytes: 10 * MB })).toBe(
      'With outer.zip/inner.zip the files have more than the 10 MB that are read.',
    );
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['a web page', () => Buffer.from('<html>404</html>')],
    ['cut off', () => one({}).subarray(0, -30)],
    ['without its beginning', () => one({}).subarray(10)],
  ])('is refused when it is %s', async (_, make) => {
    const file = put('bad.zip', make());
    const read = async (): Promise<unknown> =>
      Promise.all((await openSources(file)).map((each) => each.read()));
    await expect(read()).rejects.toBeInstanceOf(UserError);
    await expect(read()).rejects.toThrow(/^bad\.zip.* is damaged or no zip archive: /);
  });

  it.each([
    ['another checksum', { crc: 1 }, 'is damaged: its checksum differs from its content.'],
    ['fewer bytes than declared', { size: 5 }, 'is damaged or no zip archive: '],
    [
      'bytes that are not deflated',
      { packed: Buffer.from('\xff\xff\xff\xff') },
      'is damaged or no zip archive: ',
    ],
  ])('is refused on reading for %s', async (_, entry, reason) => {
    const [source] = await openSources(put('bad.zip', one(entry)));
    await expect(source!.read()).rejects.toBeInstanceOf(UserError);
    await expect(source!.read()).rejects.toThrow(`bad.zip/a.txt ${reason}`);
  });
});

describe('openArchive', () => {
  it('lists the entries of an archive in memory and opens none inside of it', async () => {
    const inner = makeZip([]);
    const zip = makeZip([
      { name: 'xl/a.xml', content: '<a/>' },
      { name: 'b.zip', content: inner },
    ]);
    const sources = await openArchive(zip, 'table.xlsx');
    expect(sources.map(({ name }) => name)).toEqual(['table.xlsx/xl/a.xml', 'table.xlsx/b.zip']);
    expect((await sources[0]!.read()).toString()).toBe('<a/>');
    await expect(openArchive(Buffer.from('PK'), 'table.xlsx')).rejects.toBeInstanceOf(UserError);
  });
});
