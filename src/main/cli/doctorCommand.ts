import { join } from 'node:path';
import { Catalog } from '../catalog/catalog.ts';
import { openCoder } from '../coding/openCoder.ts';
import { named, SHIPPED_CATALOG, SHIPPED_MODEL } from '../desk.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator doctor`: what runs on this machine and why. */
export async function doctor(terminal: Terminal): Promise<ExitCode> {
  const catalog = new Catalog(join(resourceFolder(), SHIPPED_CATALOG));
  const { model, fusion, description } = await openCoder(join(resourceFolder(), SHIPPED_MODEL), catalog);
  terminal.out(`program    Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  terminal.out(
    `model      ${named(description.model)}, ${description.model.languages.join(' and ')}, ${description.model.labels} learned labels; every file matches its hash`,
  );
  terminal.out(`provider   ${description.provider.name}: ${description.provider.reason}`);
  terminal.out(`catalogue  ${named(catalog.version)}, ${catalog.size} rows`);
  terminal.out(`data       ${dataFolder()}`);
  terminal.out('network    closed for this process');
  catalog.close();
  await model.close();
  await fusion.close();
  return 0;
}
