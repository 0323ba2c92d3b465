import { app, Menu } from 'electron';
import { say } from './words.ts';

/** The system menu: editing and zoom; everything else has its key in the window. */
export function setMenu(): void {
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' as const }] : []),
      {
        label: say('file'),
        submenu: [mac ? { role: 'close', label: say('close') } : { role: 'quit', label: say('quit') }],
      },
      {
        label: say('edit'),
        submenu: [
          { role: 'undo', label: say('undo') },
          { role: 'redo', label: say('redo') },
          { type: 'separator' },
          { role: 'cut', label: say('cut') },
          { role: 'copy', label: say('copy') },
          { role: 'paste', label: say('paste') },
          { role: 'selectAll', label: say('selectAll') },
        ],
      },
      {
        label: say('view'),
        submenu: [
          { role: 'resetZoom', label: say('resetZoom') },
          { role: 'zoomIn', label: say('zoomIn') },
          { role: 'zoomOut', label: say('zoomOut') },
          { type: 'separator' },
          { role: 'togglefullscreen', label: say('fullScreen') },
          ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const, label: say('developerTools') }]),
        ],
      },
      {
        label: say('window'),
        submenu: [
          { role: 'minimize', label: say('minimize') },
          { role: 'close', label: say('close') },
        ],
      },
    ]),
  );
}
