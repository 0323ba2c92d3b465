/** What the system's menu and dialogs say, in the language of the window, which tells it. */
import { app } from 'electron';
import { InterfaceLanguage } from '../../shared/language.ts';

const words = {
  file: ['File', 'Archivo', 'Datei'],
  quit: ['Quit', 'Salir', 'Beenden'],
  close: ['Close window', 'Cerrar ventana', 'Fenster schließen'],
  edit: ['Edit', 'Edición', 'Bearbeiten'],
  undo: ['Undo typing', 'Deshacer escritura', 'Eingabe rückgängig'],
  redo: ['Redo typing', 'Rehacer escritura', 'Eingabe wiederholen'],
  cut: ['Cut', 'Cortar', 'Ausschneiden'],
  copy: ['Copy', 'Copiar', 'Kopieren'],
  paste: ['Paste', 'Pegar', 'Einfügen'],
  selectAll: ['Select all', 'Seleccionar todo', 'Alles auswählen'],
  view: ['View', 'Ver', 'Ansicht'],
  resetZoom: ['Actual size', 'Tamaño real', 'Originalgröße'],
  zoomIn: ['Larger', 'Ampliar', 'Vergrößern'],
  zoomOut: ['Smaller', 'Reducir', 'Verkleinern'],
  fullScreen: ['Full screen', 'Pantalla completa', 'Vollbild'],
  developerTools: ['Developer tools', 'Herramientas de desarrollo', 'Entwicklerwerkzeuge'],
  window: ['Window', 'Ventana', 'Fenster'],
  minimize: ['Minimize', 'Minimizar', 'Minimieren'],
  save: ['Save', 'Guardar', 'Speichern'],
  importFolders: ['Import folders', 'Importar carpetas', 'Ordner importieren'],
  importCharts: ['Import charts', 'Importar historias', 'Akten importieren'],
  notes: ['Notes and PDFs', 'Notas y PDF', 'Texte und PDFs'],
  releaseFolder: [
    'Install a release: its folder',
    'Instalar una edición: su carpeta',
    'Ausgabe installieren: ihr Ordner',
  ],
  releaseFiles: [
    'Install a release: its archive or files',
    'Instalar una edición: su archivo comprimido o sus ficheros',
    'Ausgabe installieren: ihr Archiv oder ihre Dateien',
  ],
  releases: ['Official releases', 'Ediciones oficiales', 'Amtliche Ausgaben'],
  backUp: [
    'Back up: the folder to write to',
    'Copia de seguridad: la carpeta de destino',
    'Sichern: der Zielordner',
  ],
  restore: [
    'Restore: the folder of the backup',
    'Restaurar: la carpeta de la copia',
    'Wiederherstellen: der Ordner der Sicherung',
  ],
  verifyLedger: ['Verify: the ledger', 'Verificar: el registro', 'Prüfen: das Protokoll'],
  verifyCheckpoint: ['Verify: the checkpoint', 'Verificar: el punto de control', 'Prüfen: der Prüfpunkt'],
  verifyKey: ['Verify: the public key', 'Verificar: la clave pública', 'Prüfen: der öffentliche Schlüssel'],
  merge: [
    'Merge: the ledger of another workstation',
    'Unir: el registro de otro puesto',
    'Zusammenführen: das Protokoll eines anderen Arbeitsplatzes',
  ],
  ledgers: ['Ledgers', 'Registros', 'Protokolle'],
  checkpoints: ['Checkpoints', 'Puntos de control', 'Prüfpunkte'],
  keys: ['Public keys', 'Claves públicas', 'Öffentliche Schlüssel'],
  allFiles: ['All files', 'Todos los archivos', 'Alle Dateien'],
  ended: ['Rubricator has ended', 'Rubricator se ha cerrado', 'Rubricator wurde beendet'],
  endedText: [
    'An internal error occurred. Start Rubricator again.',
    'Se produjo un error interno. Vuelva a iniciar Rubricator.',
    'Ein interner Fehler ist aufgetreten. Starten Sie Rubricator erneut.',
  ],
  cannotStart: ['Rubricator cannot start', 'Rubricator no puede iniciarse', 'Rubricator kann nicht starten'],
  internalError: [
    'An internal error occurred.',
    'Se produjo un error interno.',
    'Ein interner Fehler ist aufgetreten.',
  ],
} as const satisfies Record<string, readonly [en: string, es: string, de: string]>;

let chosen: InterfaceLanguage | undefined;

/** Puts a language in use. */
export function speak(language: InterfaceLanguage): void {
  chosen = language;
}

/** The language in use: the window's, or the system's before the window has told its own. */
export function language(): InterfaceLanguage {
  const system = InterfaceLanguage.safeParse(app.getLocale().slice(0, 2));
  return chosen ?? (system.success ? system.data : 'en');
}

/** A text in the language in use. */
export function say(key: keyof typeof words): string {
  return words[key][InterfaceLanguage.options.indexOf(language())] ?? words[key][0];
}
