import { t } from '../i18n/i18n.ts';

/** Paper or PDF. */
export function PrintButtons(props: { busy: boolean; onPrint: (to: 'paper' | 'pdf') => void }) {
  return (
    <>
      {(['paper', 'pdf'] as const).map((to) => (
        <button
          key={to}
          type="button"
          className="button"
          // Not disabled: the focus would be lost.
          aria-disabled={props.busy}
          onClick={() => {
            if (!props.busy) props.onPrint(to);
          }}
        >
          {t(`print.${to}`)}
        </button>
      ))}
    </>
  );
}
