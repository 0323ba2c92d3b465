import { ListBox, ListBoxItem } from 'react-aria-components';
import { RejectReason } from '../../shared/coding.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { t } from '../i18n/i18n.ts';
import { reasonWords } from './words.ts';

/** Why a code is not coded: one of the reasons, by its number, or by arrow keys and Enter. */
export function ReasonDialog(props: {
  code: string;
  /** The reason that stands now. */
  reason: RejectReason | null;
  onChoose: (reason: RejectReason) => void;
  onClose: () => void;
}) {
  const reasons = RejectReason.options;
  return (
    <AppDialog
      title={t('codes.reasonsTitle', { code: props.code })}
      testId="reason-dialog"
      onClose={props.onClose}
    >
      <div
        onKeyDownCapture={(event) => {
          const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
          if (!reason || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          event.stopPropagation();
          props.onChoose(reason);
        }}
      >
        <ListBox
          className="reason-list"
          aria-label={t('codes.reasonsList')}
          autoFocus
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={props.reason === null ? [] : [props.reason]}
          onAction={(key) => {
            const chosen = reasons.find((each) => each === key);
            if (chosen) props.onChoose(chosen);
          }}
        >
          {reasons.map((reason, index) => (
            <ListBoxItem
              key={reason}
              id={reason}
              className="reason"
              textValue={reasonWords(reason)}
              onAction={() => props.onChoose(reason)}
            >
              <kbd aria-hidden="true">{index + 1}</kbd> {reasonWords(reason)}
            </ListBoxItem>
          ))}
        </ListBox>
      </div>
    </AppDialog>
  );
}
