/** One item of a batch on its way. It says so itself, so that a rule may be meant for items alone. */
export class BatchItem extends Request {}
