import type { LedgerEntry } from '../../../shared/entry.ts';
import { inChunks } from '../chunks.ts';
import { shown, type LogContext } from '../context.ts';
import { chartResources, type ChartResources } from './chartResources.ts';
import { uuidOf } from './names.ts';
import { provenanceOf } from './provenance.ts';
import type { BundleEntry, Device } from './resources.ts';
import { OUR_LEDGER } from './systems.ts';

export interface FhirContext extends LogContext {
  /**
   * All entries of a chart, oldest first, also those that the filter leaves out: what stands on a chart
   * follows from all of them.
   */
  ofChart: (chart: string) => readonly LedgerEntry[];
}

/**
 * The decision log as a FHIR R4 (4.0.1) Bundle of type collection: the workstation as a Device, each
 * chart as Patient, Encounter and Conditions when its first entry comes, and a Provenance for each entry.
 * Names within the Bundle are the same whenever the same entries are written.
 */
export function logFhir(entries: Iterable<LedgerEntry>, context: FhirContext): Generator<string> {
  return inChunks(pieces(entries, context));
}

function* pieces(entries: Iterable<LedgerEntry>, context: FhirContext): Generator<string> {
  const { origin, at } = context;
  yield `{"resourceType":"Bundle","type":"collection","timestamp":${JSON.stringify(at)},"entry":[`;
  const device = uuidOf(origin ?? '', 'workstation');
  yield JSON.stringify({ fullUrl: device, resource: deviceOf(origin) } satisfies BundleEntry);
  for (const entry of resourcesOf(entries, device, context)) yield `,\n${JSON.stringify(entry)}`;
  yield ']}\n';
}

function* resourcesOf(
  entries: Iterable<LedgerEntry>,
  device: string,
  context: FhirContext,
): Generator<BundleEntry> {
  const { origin } = context;
  const charts = new Map<string, Omit<ChartResources, 'resources'>>();
  for (const entry of entries) {
    const { chart, code, hash } = entry;
    let target = device;
    if (chart !== null) {
      let known = charts.get(chart);
      if (!known) {
        const { resources, ...links } = chartResources(chart, context.ofChart(chart), context);
        yield* resources;
        charts.set(chart, (known = links));
      }
      target = (code === null ? undefined : known.conditions.get(code)) ?? known.encounter;
    }
    yield {
      fullUrl: uuidOf(hash, 'provenance'),
      resource: provenanceOf(shown(entry, context), { reference: target }, origin),
    };
  }
}

function deviceOf(origin: string | null): Device {
  const value = origin ?? 'unsigned';
  return {
    resourceType: 'Device',
    identifier: [{ system: OUR_LEDGER, value }],
    deviceName: [{ name: `Rubricator ${value}`, type: 'user-friendly-name' }],
  };
}
