import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';

/** A session with the execution provider that runs it, and why that one. */
export interface ProvidedSession {
  session: InferenceSession;
  provider: string;
  reason: string;
}

/** Opens the encoder on one provider; a parameter so that tests can make a provider fail. */
export type OpenSession = (provider: string) => Promise<InferenceSession>;

/** Hidden states of the probe may differ from the CPU's by this share of their length: half precision does. */
const TOLERANCE = 0.05;
/** What the probe reads: every encoder takes as many tokens, and has as many in its vocabulary. */
const PROBE_TOKENS = 128;
const PROBE_VOCABULARY = 100;

/** The session options used everywhere. */
export function sessionOptions(provider: string): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    // Failures are reported by the caller; the runtime's own log could only alarm.
    logSeverityLevel: 4,
    // Threads that spin while they wait starve everything else on a small workstation.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/**
 * Opens the encoder on the best provider this machine offers. A faster provider is taken only if
 * it loads, its result agrees with the CPU's, and it really is faster; any failure falls back to the CPU.
 */
export async function openOnBestProvider(
  file: string,
  open: OpenSession = (provider) => InferenceSession.create(file, sessionOptions(provider)),
  offers: readonly ProviderOffer[] = offeredProviders(),
): Promise<ProvidedSession> {
  const cpu = await open('cpu');
  const reference = await probe(cpu);
  const rejected: string[] = [];
  for (const { provider, obstacle } of offers) {
    if (obstacle) {
      rejected.push(`${provider}: ${obstacle}`);
      continue;
    }
    let session: InferenceSession | undefined;
    try {
      session = await open(provider);
      const result = await probe(session);
      const difference = relativeDifference(result.hidden, reference.hidden);
      if (!(difference <= TOLERANCE)) {
        rejected.push(
          `${provider}: its result differs from the CPU's (by ${(100 * difference).toFixed(1)} %)`,
        );
      } else if (result.milliseconds >= reference.milliseconds) {
        rejected.push(`${provider}: slower than the CPU here`);
      } else {
        await cpu.release();
        return {
          session,
          provider,
          reason: `agrees with the CPU and is ${(reference.milliseconds / result.milliseconds).toFixed(1)} times as fast`,
        };
      }
    } catch (error) {
      rejected.push(`${provider}: could not be started (${firstLine(error)})`);
    }
    // Whatever it holds on the device goes; that a failed session cannot even be released changes nothing.
    await session?.release().catch(() => undefined);
  }
  return {
    session: cpu,
    provider: 'cpu',
    reason:
      rejected.length > 0
        ? `no faster provider is usable. ${rejected.join('; ')}`
        : 'no other provider is offered',
  };
}

export interface ProviderOffer {
  provider: string;
  /** Why it is not worth trying; absent where it is. */
  obstacle?: string;
}

/** What this build of ONNX Runtime offers besides the CPU, fastest kind first. */
export function offeredProviders(): ProviderOffer[] {
  const supported = new Set<string>(listSupportedBackends().map(({ name }) => name));
  return ['cuda', 'dml', 'coreml', 'webgpu']
    .filter((provider) => supported.has(provider))
    .map((provider) => {
      const obstacle = obstacleTo(provider);
      return obstacle ? { provider, obstacle } : { provider };
    });
}

// Trying a provider without its driver works, but writes alarming lines to the terminal from native
// code; what can be seen beforehand is not tried.
function obstacleTo(provider: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (provider === 'cuda') {
    const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
    const library = join(runtime, 'bin/napi-v6/linux', process.arch, 'libonnxruntime_providers_cuda.so');
    return existsSync(library) ? undefined : 'the CUDA libraries are not installed';
  }
  if (provider === 'webgpu' && !existsSync('/dev/dri') && !existsSync('/dev/nvidia0')) {
    return 'this machine has no graphics device';
  }
  return undefined;
}

async function probe(session: InferenceSession): Promise<{ hidden: Float32Array; milliseconds: number }> {
  const ids = BigInt64Array.from({ length: PROBE_TOKENS }, (_, i) => BigInt((i * 37) % PROBE_VOCABULARY));
  const feeds = {
    input_ids: new Tensor('int64', ids, [1, PROBE_TOKENS]),
    attention_mask: new Tensor('int64', new BigInt64Array(PROBE_TOKENS).fill(1n), [1, PROBE_TOKENS]),
  };
  let hidden = new Float32Array();
  let milliseconds = Infinity;
  // The first run allocates and compiles; the best of the next ones is what matters.
  for (let run = 0; run < 4; run++) {
    const started = performance.now();
    const output = await session.run(feeds);
    if (run > 0) milliseconds = Math.min(milliseconds, performance.now() - started);
    hidden = output['hidden']?.data as Float32Array<ArrayBuffer>;
  }
  return { hidden, milliseconds };
}

/** Length of the difference over the length of the reference: 0 where they are equal. */
function relativeDifference(result: Float32Array, reference: Float32Array): number {
  if (result.length !== reference.length) return NaN;
  let difference = 0;
  let length = 0;
  for (let i = 0; i < reference.length; i++) {
    difference += ((result[i] ?? 0) - (reference[i] ?? 0)) ** 2;
    length += (reference[i] ?? 0) ** 2;
  }
  return Math.sqrt(difference / length);
}

/** A native error in few words. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 160) ?? '';
}
