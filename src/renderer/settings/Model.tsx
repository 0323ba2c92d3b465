import { useState } from 'react';
import type { ModelCard, ModelSystem } from '../../shared/model.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { formatNumber, languageName, systemName } from '../components/format.ts';
import { useLoaded } from '../components/useLoaded.ts';
import { FactList } from './FactList.tsx';
import { ModelCardDialog } from './ModelCardDialog.tsx';

/** Which model reads charts, and its card. */
export function Model() {
  const { loaded, reload } = useLoaded('model.card', {});
  return (
    <section className="settings-section" aria-labelledby="model" data-testid="model">
      <h2 id="model">Model</h2>
      {loaded.phase === 'loading' && <Loading what="Opening the model…" />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && <Facts card={loaded.value} />}
    </section>
  );
}

function Facts({ card }: { card: ModelCard }) {
  const [open, setOpen] = useState(false);
  const facts: [string, string][] = [
    ['Name', card.name],
    ['Version', card.version],
    ['Languages', card.languages.map(languageName).join(', ')],
    ...card.systems.map((system): [string, string] => [systemName(system.system), systemWords(system)]),
  ];
  return (
    <>
      <FactList facts={facts} />
      {card.text === null && <p>This model pack came without a model card.</p>}
      <div>
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {card.text === null ? 'What its manifest says…' : 'Model card…'}
        </button>
      </div>
      {open && <ModelCardDialog card={card} onClose={() => setOpen(false)} />}
    </>
  );
}

/** How many codes a model has learned of a system, and how it comes to others. */
export function systemWords({ release, labels, fused }: Omit<ModelSystem, 'system'>): string {
  const learned =
    labels === 0
      ? 'no code learned by itself'
      : `${formatNumber(labels)} ${labels === 1 ? 'code' : 'codes'} learned`;
  const others = fused
    ? 'others found by learned phrases and by the words of the code book'
    : 'no other is suggested';
  return `${learned} (${release}); ${others}`;
}
