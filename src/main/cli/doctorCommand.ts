import { join } from 'node:path';
import { openCoder } from '../coding/openCoder.ts';
import { named, openCatalogs, SHIPPED_MODEL } from '../desk.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator doctor`: what runs on this machine and why. */
export async function doctor(terminal: Terminal): Promise<ExitCode> {
  const catalogs = openCatalogs({ data: dataFolder(), resources: resourceFolder() });
  const { model, fusion, description } = await openCoder(join(resourceFolder(), SHIPPED_MODEL));
  terminal.out(`program    Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  terminal.out(
    `model      ${named(description.model)}, ${description.model.languages.join(' and ')}, ${description.model.labels} learned labels; every file matches its hash`,
  );
  terminal.out(`provider   ${description.provider.name}: ${description.provider.reason}`);
  for (const { system, version, codes, validFrom, validTo } of catalogs.list()) {
    terminal.out(`catalogue  ${system}@${version}, ${codes} rows, discharges ${validFrom} to ${validTo}`);
  }
  for (const { file, reason } of catalogs.unusable)
    terminal.out(`catalogue  ${file} cannot be used: ${reason}`);
  terminal.out(`data       ${dataFolder()}`);
  terminal.out('network    closed for this process');
  await model.close();
  await fusion.close();
  return 0;
}
