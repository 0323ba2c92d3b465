import canonicalize from 'canonicalize';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { isSignedBy, originOf, publicKeyFrom, spkiOf, type Signer } from '../ledger/signer.ts';

export const MANIFEST_FILE = 'manifest.json';
const FORMAT = 1;
/** Before what is signed, so that a signature of something else is never taken for one of a backup. */
const SIGNED_AS = 'rubricator backup\n';

/** The files of a data folder that a backup holds: keys, stores, and the ledger's last checkpoint. */
export const BACKED_UP = [
  { name: 'keyring.json', needed: true },
  { name: 'ledger.anchor', needed: false },
  { name: 'ledger.sqlite', needed: true },
  { name: 'charts.sqlite', needed: true },
  { name: 'merged.sqlite', needed: false },
] as const;
export type BackedUp = (typeof BACKED_UP)[number]['name'];

const CopiedFile = z
  .object({
    name: z.enum(BACKED_UP.map(({ name }) => name)),
    /** Bytes. */
    size: z.number().int().nonnegative(),
    /** Lower-case hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .strict();
export type CopiedFile = z.infer<typeof CopiedFile>;

const Manifest = z
  .object({
    format: z.literal(FORMAT),
    /** Of the workstation that wrote it. */
    origin: z.string().max(100),
    /** SPKI in base64; verifies the signature, and is the one in the keyring. */
    publicKey: z.string().max(200),
    at: z.iso.datetime(),
    /** Last entry of the ledger in it. */
    head: z.object({ seq: z.number().int().nonnegative(), hash: z.string() }).strict(),
    files: z.array(CopiedFile),
    /** What was installed, as `catalogs/NAME` and `models/NAME`; the packs themselves are not in it. */
    packs: z.array(z.string().max(300)).max(10_000),
  })
  .strict();
export type Manifest = z.infer<typeof Manifest>;

const ManifestFile = z.object({ manifest: Manifest, signature: z.base64() }).strict();

/** A manifest as its file: canonical JSON with the workstation's signature. */
export function signManifest(
  manifest: Omit<Manifest, 'format' | 'origin' | 'publicKey'>,
  signer: Signer,
): string {
  const whole: Manifest = {
    ...manifest,
    format: FORMAT,
    origin: signer.origin,
    publicKey: spkiOf(signer.publicKey).toString('base64'),
  };
  const signature = Buffer.from(signer.sign(signedBytes(whole))).toString('base64');
  return canonical({ manifest: whole, signature });
}

/**
 * Reads the manifest of a backup and checks that it is whole and signed by the key it names.
 * @throws UserError where the folder holds none, it was changed, or a newer version wrote it
 */
export function readManifest(folder: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  } catch (cause) {
    throw new UserError(
      'This folder holds no backup.',
      'Choose a folder that a backup was written to; its name begins with rubricator-backup.',
      { cause },
    );
  }
  const format = z.object({ manifest: z.object({ format: z.number() }) }).safeParse(json);
  if (format.success && format.data.manifest.format > FORMAT) {
    throw new UserError(
      `The backup was written by a newer version of Rubricator (format ${format.data.manifest.format}, this one knows ${FORMAT}).`,
      'Use the newer version. Nothing was changed.',
    );
  }
  const parsed = ManifestFile.safeParse(json);
  const key = parsed.success ? publicKeyFrom(parsed.data.manifest.publicKey) : null;
  if (!parsed.success || !key || !isSigned(parsed.data, key)) {
    throw new UserError(
      'The list of files in the backup was changed: its signature does not hold.',
      'Use another backup. Nothing was changed.',
    );
  }
  const { manifest } = parsed.data;
  for (const { name, needed } of BACKED_UP) {
    if (needed && !manifest.files.some((file) => file.name === name)) throw missing(name);
  }
  return manifest;
}

export function missing(name: string): UserError {
  return new UserError(
    `The backup is incomplete: ${name} is missing.`,
    'Use another backup. Nothing was changed.',
  );
}

function isSigned(
  { manifest, signature }: z.infer<typeof ManifestFile>,
  key: NonNullable<ReturnType<typeof publicKeyFrom>>,
): boolean {
  return (
    manifest.origin === originOf(key) &&
    isSignedBy(key, signedBytes(manifest), Buffer.from(signature, 'base64'))
  );
}

function signedBytes(manifest: Manifest): Buffer {
  return Buffer.from(SIGNED_AS + canonical(manifest), 'utf8');
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a manifest is JSON');
  return text;
}
