/** Thrown by `fetch` in place of an answer; the server on loopback closes the socket instead. */
export class ConnectionReset extends TypeError {
  constructor() {
    super('The connection was reset.');
  }
}
