/** What a call answers, before headers and body become a `Response`. */
export interface Answer {
  readonly status: number;
  /** JSON; undefined for no body. */
  readonly body?: unknown;
  /** In place of `body`, what goes over the wire as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal: `code` is filled in from the settings by status where the call names none. */
export interface Refusal extends Answer {
  readonly refused: { readonly message: string; readonly code?: string };
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with a body. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** 204. */
export const noContent: Answer = { status: 204 };

/** An error answer. `message` is developer text and names nobody. */
export function refuse(status: number, message: string, code?: string, headers?: Readonly<Record<string, string>>): Refusal {
  return { status, refused: { message, ...(code === undefined ? {} : { code }) }, ...(headers === undefined ? {} : { headers }) };
}

/** True for what `refuse` made. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** The bits of the request and the service that every answer carries (reference 5.1, 5.2). */
export interface AnswerContext {
  readonly nowMs: number;
  readonly requestId: string;
  readonly clientRequestId: string | null;
  readonly errorCodes: Readonly<Record<string, string>>;
}

/** Headers of every answer of Graph. */
export function commonHeaders(context: AnswerContext): Record<string, string> {
  return {
    'request-id': context.requestId,
    ...(context.clientRequestId === null ? {} : { 'client-request-id': context.clientRequestId }),
    'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: { DataCenter: 'Demo', Slice: 'E', Ring: '1', ScaleUnit: '001' } }),
    date: new Date(context.nowMs).toUTCString(),
    'cache-control': 'no-store',
  };
}

/** The body of an answer: its own, or the documented error object. */
export function bodyOf(answer: Answer | Refusal, context: AnswerContext): unknown {
  if (!isRefusal(answer)) return answer.body;
  return {
    error: {
      code: answer.refused.code ?? context.errorCodes[String(answer.status)] ?? 'generalException',
      message: answer.refused.message,
      innerError: {
        date: new Date(context.nowMs).toISOString().slice(0, 19),
        'request-id': context.requestId,
        'client-request-id': context.clientRequestId ?? context.requestId,
      },
    },
  };
}

/** The `Response` of an answer. */
export function toResponse(answer: Answer | Refusal, context: AnswerContext): Response {
  const body = bodyOf(answer, context);
  const headers = new Headers({ ...commonHeaders(context), ...answer.headers });
  const text = answer.text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (text === undefined) return new Response(null, { status: answer.status, headers });
  headers.set('content-type', 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8');
  return new Response(text, { status: answer.status, headers });
}
