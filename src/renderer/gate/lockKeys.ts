/** The keys that lock the desk, as the keyboard map writes them; they cannot be given to anything else. */
export const LOCK_KEYS = 'Ctrl+l';
