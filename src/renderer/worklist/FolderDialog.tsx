import { useEffect, useEffectEvent } from 'react';
import { Button } from 'react-aria-components';
import type { FolderMeaning } from '../../shared/chart.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { t, type TextKey } from '../i18n/i18n.ts';

const meanings: readonly { meaning: FolderMeaning; title: TextKey; note: TextKey }[] = [
  { meaning: 'one-chart', title: 'worklist.oneChart', note: 'worklist.oneChartNote' },
  { meaning: 'chart-per-folder', title: 'worklist.chartPerFolder', note: 'worklist.chartPerFolderNote' },
  { meaning: 'chart-per-file', title: 'worklist.chartPerFile', note: 'worklist.chartPerFileNote' },
];

/** Asks once what the folders of an import mean; the digits answer. */
export function FolderDialog(props: {
  files: number;
  folders: number;
  onChoose: (meaning: FolderMeaning) => void;
  onClose: () => void;
}) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const chosen = meanings[Number(event.key) - 1];
    if (chosen === undefined || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    props.onChoose(chosen.meaning);
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', handle, true);
    return () => window.removeEventListener('keydown', handle, true);
  }, []);

  return (
    <AppDialog title={t('worklist.folderQuestion')} testId="folder-dialog" onClose={props.onClose}>
      <p className="dialog-note">
        {t('worklist.folderQuestionNote', {
          files: t('worklist.files', { count: props.files }),
          folders: t('worklist.folders', { count: props.folders }),
        })}
      </p>
      <div className="meanings">
        {meanings.map(({ meaning, title, note }, index) => (
          <Button
            key={meaning}
            className="meaning"
            autoFocus={index === 0}
            aria-keyshortcuts={String(index + 1)}
            data-meaning={meaning}
            onPress={() => props.onChoose(meaning)}
          >
            <Keys of={String(index + 1)} />
            <span className="meaning-title">{t(title)}</span>
            <span className="meaning-note">{t(note)}</span>
          </Button>
        ))}
      </div>
      <div className="dialog-actions">
        <Button className="button" onPress={props.onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </AppDialog>
  );
}
