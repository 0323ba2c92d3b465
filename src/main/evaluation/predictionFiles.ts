import { CODIESP_NAMES } from './codiEsp.ts';
import { holds, isSuggestion, type CodedDocument } from './figures.ts';

/**
 * A file for the official evaluation of CodiEsp-D or CodiEsp-P: document, tab, code in lower case, best
 * first (codiespD_P_evaluation.py of the shared task). Everything that was returned, as it ranks.
 */
export function rankedPredictions(coded: readonly CodedDocument[]): string {
  return lines(
    coded.flatMap(({ gold: { id }, suggestions }) => suggestions.map(({ code }) => [id, code.toLowerCase()])),
  );
}

/**
 * A file for the official evaluation of CodiEsp-X: document, "start end", label, code in lower case
 * (codiespX_evaluation.py of the shared task). The mentions that hold of what is suggested; offsets as
 * the corpus counts them.
 */
export function evidencePredictions(coded: readonly CodedDocument[], system: string): string {
  const label = CODIESP_NAMES[system]?.label ?? system;
  return lines(
    coded.flatMap(({ gold, suggestions }) =>
      suggestions
        .filter(isSuggestion)
        .flatMap(({ code, evidence }) =>
          evidence
            .filter(holds)
            .map(({ start, end }) => [
              gold.id,
              `${gold.toCorpusOffset(start)} ${gold.toCorpusOffset(end)}`,
              label,
              code.toLowerCase(),
            ]),
        ),
    ),
  );
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}
