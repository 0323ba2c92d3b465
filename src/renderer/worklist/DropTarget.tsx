import { useEffect, useEffectEvent, useState } from 'react';
import { t } from '../i18n/i18n.ts';

/**
 * Takes files and folders dropped anywhere on the window. The browser's own events are used, because only
 * their File objects tell the preload script where a file or folder lies. The buttons beside it do the same
 * by keyboard.
 */
export function DropTarget(props: { busy: boolean; onDrop: (files: File[]) => void }) {
  const [over, setOver] = useState(false);

  const onDrag = useEffectEvent((event: DragEvent) => {
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    dataTransfer.dropEffect = props.busy ? 'none' : 'copy';
    setOver(true);
  });
  const onLeave = useEffectEvent((event: DragEvent) => {
    // Null where the pointer left the window, not merely one thing in it for another.
    if (event.relatedTarget === null) setOver(false);
  });
  const onDrop = useEffectEvent((event: DragEvent) => {
    setOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    if (!props.busy) props.onDrop(files);
  });
  useEffect(() => {
    const drag = (event: DragEvent) => onDrag(event);
    const leave = (event: DragEvent) => onLeave(event);
    const drop = (event: DragEvent) => onDrop(event);
    window.addEventListener('dragenter', drag);
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', drag);
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="drop-target" data-testid="drop-target" data-busy={props.busy || undefined}>
      <div className="drop-card">
        <p className="drop-title">{t(props.busy ? 'worklist.dropBusy' : 'worklist.dropHere')}</p>
        <p>{t(props.busy ? 'worklist.dropBusyNote' : 'worklist.dropNote')}</p>
      </div>
    </div>
  );
}
