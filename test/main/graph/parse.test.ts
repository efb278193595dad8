import { describe, expect, it } from 'vitest';
import { parseJob, parseJobStatus, parsePage, parseShare, parseTask } from '../../../main/graph/parse.ts';
import { heldJob } from '../../support/graph.ts';

const bare = {
  ownerId: null,
  createdDateTime: null,
  acknowledgedDateTime: null,
  state: 'unknown',
  details: [],
  isAcquiredByPrinter: false,
  isFetchable: false,
  errorCode: null,
  redirectedTo: null,
  configuration: null,
  documents: [],
  tasks: null,
};

describe('a print job', () => {
  it('is read as documented', () => {
    expect(parseJob(heldJob())).toEqual({
      id: '4711',
      ownerId: '6f3c0d52-0000-4000-8000-00000000a001',
      createdDateTime: '2026-11-20T08:15:02.123Z',
      acknowledgedDateTime: null,
      state: 'paused',
      details: ['releaseWait'],
      isAcquiredByPrinter: false,
      isFetchable: false,
      errorCode: null,
      redirectedTo: null,
      configuration: null,
      documents: [
        { id: '0b6d5a10-0000-4000-8000-00000000d001', displayName: 'minutes.pdf', contentType: 'application/pdf', size: 182_344 },
      ],
      tasks: null,
    });
  });

  it('has its settings as they came, without what is not set, and nothing but settings', () => {
    const configuration = {
      '@odata.type': '#x',
      copies: 2,
      colorMode: 'neon',
      pageRanges: [{ start: 1, end: 3 }],
      quality: null,
      title: 'x',
    };
    expect(parseJob(heldJob({ configuration }))?.configuration).toEqual({
      copies: 2,
      colorMode: 'neon',
      pageRanges: [{ start: 1, end: 3 }],
    });
  });

  it('keeps members that Microsoft has not invented yet', () => {
    const job = parseJob(heldJob({ status: { state: 'teleporting', details: ['beamWait', 7, null], isAcquiredByPrinter: true } }));
    expect(job).toMatchObject({ state: 'teleporting', details: ['beamWait'], isAcquiredByPrinter: true });
  });

  it.each<[string, Record<string, unknown>]>([
    ['everything else missing', { id: '1' }],
    [
      'everything null',
      { id: '1', createdBy: null, createdDateTime: null, status: null, isFetchable: null, errorCode: null, documents: null, tasks: null },
    ],
    [
      'everything of a wrong type',
      {
        id: '1',
        createdBy: 5,
        createdDateTime: 'soon',
        status: [],
        isFetchable: 'yes',
        errorCode: 1.5,
        redirectedTo: {},
        configuration: 'two copies',
        documents: {},
        tasks: 'x',
      },
    ],
  ])('with %s is still a job', (_name, json) => {
    expect(parseJob(json)).toEqual({ id: '1', ...bare });
  });

  it.each([null, undefined, 'x', [], {}, { id: '' }, { id: 5 }, { id: null }])('%j is none', (json) => {
    expect(parseJob(json)).toBeNull();
  });

  it('has no owner where Graph sends an empty one', () => {
    expect(parseJob(heldJob({ createdBy: { id: '', displayName: '' } }))?.ownerId).toBeNull();
  });

  it('keeps the readable documents and sizes', () => {
    const documents = [{ id: 'a', size: -1 }, null, { displayName: 'no id' }, { id: 'b', displayName: '', size: 7 }];
    expect(parseJob(heldJob({ documents }))?.documents).toEqual([
      { id: 'a', displayName: null, contentType: null, size: null },
      { id: 'b', displayName: null, contentType: null, size: 7 },
    ]);
  });

  it('knows nothing of its tasks where one of them cannot be read: a held job must not look free', () => {
    const good = { id: 't1', parentUrl: 'https://x/y', status: { state: 'completed', description: 'Signed.' } };
    expect(parseJob(heldJob({ tasks: [good] }))?.tasks).toEqual([
      { id: 't1', parentUrl: 'https://x/y', state: 'completed', description: 'Signed.' },
    ]);
    expect(parseJob(heldJob({ tasks: [] }))?.tasks).toEqual([]);
    expect(parseJob(heldJob({ tasks: [good, { id: 't2' }] }))?.tasks).toBeNull();
  });
});

describe('other objects', () => {
  it('a task needs an id and a state', () => {
    expect(parseTask({ id: 't', status: { state: 'processing', description: '' } })).toEqual({
      id: 't',
      parentUrl: null,
      state: 'processing',
      description: null,
    });
    expect(parseTask({ id: 't', status: {} })).toBeNull();
    expect(parseTask({ status: { state: 'processing' } })).toBeNull();
  });

  it('a share takes from its printer what it does not say itself', () => {
    expect(
      parseShare({
        id: 's',
        displayName: 'Lobby',
        printer: { id: 'p', isAcceptingJobs: false, status: { state: 'stopped', details: ['mediaJam'] } },
      }),
    ).toEqual({
      id: 's',
      displayName: 'Lobby',
      isAcceptingJobs: false,
      status: { state: 'stopped', details: ['mediaJam'] },
      printerId: 'p',
    });
  });

  it('a share seen by an ordinary person has no status and no printer', () => {
    expect(parseShare({ id: 's', displayName: 'Lobby' })).toEqual({
      id: 's',
      displayName: 'Lobby',
      isAcceptingJobs: null,
      status: null,
      printerId: null,
    });
  });

  it('the answer of start needs a state', () => {
    expect(parseJobStatus({ state: 'pending' })).toEqual({ state: 'pending', details: [] });
    expect(parseJobStatus({ description: 'x' })).toBeNull();
  });

  it('a page needs a list, and a next link that is text', () => {
    expect(parsePage({ value: [1] })).toEqual({ elements: [1], nextLink: null });
    expect(parsePage({ value: {} })).toBeNull();
    expect(parsePage({ value: [], '@odata.nextLink': 7 })).toBeNull();
  });
});
