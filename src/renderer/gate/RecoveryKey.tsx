import { useEffect, useId, useState } from 'react';
import { createPortal } from 'react-dom';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { timeIn } from '../print/wordsIn.ts';
import { Field } from './Field.tsx';
import { groupsOf, isLastGroup } from './recoveryKey.ts';

/** A recovery key, shown for the one time, until its last group was typed from paper. */
export function RecoveryKey(props: {
  recoveryKey: string;
  user: string;
  /** It takes the place of another. */
  replaces: boolean;
  onConfirmed: () => void;
}) {
  const { recoveryKey } = props;
  const groups = groupsOf(recoveryKey);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const label = useId();

  useEffect(() => {
    if (!printing) return;
    request('print.paper', {})
      .catch((error: unknown) => setFailure(asFailure(error)))
      .finally(() => setPrinting(false));
  }, [printing]);

  function confirm() {
    if (isLastGroup(recoveryKey, typed)) props.onConfirmed();
    else setWrong(true);
  }

  return (
    <>
      <p>{t('gate.recoveryText')}</p>
      {props.replaces && <p>{t('gate.recoveryReplaced')}</p>}
      <p id={label} className="visually-hidden">
        {t('gate.recoveryGroups', { count: groups.length })}
      </p>
      <ol className="recovery-key" aria-labelledby={label} data-testid="recovery-key">
        {groups.map((group, index) => (
          <li key={index}>{group}</li>
        ))}
      </ol>
      <div className="form-line">
        <button
          type="button"
          className="button"
          aria-disabled={printing}
          onClick={() => {
            if (printing) return;
            setFailure(null);
            announce(t('gate.printing'));
            setPrinting(true);
          }}
        >
          {t('gate.print')}
        </button>
      </div>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Field
          label={t('gate.recoveryConfirm')}
          name="last-group"
          value={typed}
          maxLength={40}
          className="recovery-field"
          note={t('gate.recoveryConfirmNote')}
          problem={wrong ? t('gate.recoveryWrong') : null}
          onChange={(value) => {
            setTyped(value);
            setWrong(false);
          }}
        />
        <button type="submit" className="button button-primary gate-submit">
          {t('gate.continue')}
        </button>
      </form>
      {printing && createPortal(<Paper groups={groups} user={props.user} />, document.body)}
    </>
  );
}

/** The key on paper; it stands in the page only while it is printed. */
function Paper({ groups, user }: { groups: readonly string[]; user: string }) {
  return (
    <div className="print-sheet" lang={currentLanguage()}>
      <div className="sheet">
        <h2>{t('gate.paperTitle')}</h2>
        <dl className="sheet-address">
          <dt>{t('gate.paperFor')}</dt>
          <dd>{user}</dd>
          <dt>{t('gate.paperDay')}</dt>
          <dd>{timeIn(currentLanguage(), new Date().toISOString())}</dd>
        </dl>
        <p className="sheet-recovery">{groups.join(' ')}</p>
        <p>{t('gate.paperText')}</p>
      </div>
    </div>
  );
}
