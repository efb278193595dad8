import { ipcMain } from 'electron';
import { answerCalls, type CallParts } from './answer-calls.ts';

/** `answerCalls` on Electron's own `ipcMain`, which nothing else imports. */
export function openIpc(parts: CallParts): () => void {
  return answerCalls(ipcMain, parts);
}
