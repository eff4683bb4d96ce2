import express, { type Request, type RequestHandler, type Router } from "express";
import { z } from "zod";
import { Failure } from "../domain/failure.ts";
import type { Clock, Log, Meter } from "../ports/runtime.ts";
import type { Receiver, VerifiedCall } from "../ports/webhook.ts";
import { isOfDelivery, type Intake } from "./intake.ts";

export type WebhookContext = {
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
};

/** Both trackers send 25 MB at most. */
const largestBody = 26 * 1024 * 1024;

/** Ids and names of events as trackers send them. Headers are under no signature: whoever has one call can change them. */
const Named = z.object({
  deliveryId: z.string().regex(/^[\x21-\x7e]{1,200}$/u),
  event: z.string().regex(/^[\w:.-]{1,100}$/u),
});

/**
 * `POST /webhooks/:connection[/:path]`: 202 once the delivery is committed, 400 named as no tracker names it, 401 not the
 * tracker's, 404 no such connection, 413 too large, 503 not stored, come again. Nothing else is answered, and never with a
 * reason.
 */
export function webhookRoutes(context: WebhookContext): Router {
  const router = express.Router();
  const body = express.raw({ type: () => true, limit: largestBody, inflate: false });
  router.post("/webhooks/:connection{/:path}", knowConnection(context), refuseLarge, body, receive(context));
  router.use("/webhooks", answer(404));
  return router;
}

type Params = { readonly connection: string; readonly path?: string };

/** With this status and nothing else. */
export function answer(status: number): RequestHandler {
  return (_request, response) => {
    response.status(status).end();
  };
}

function knowConnection({ receivers }: WebhookContext): RequestHandler<Params> {
  return (request, response, next) => {
    if (receivers.has(request.params.connection)) next();
    else response.status(404).end();
  };
}

/** Before a byte of it is read where it says how large it is, else at the byte too much: express would read on to its end. */
const refuseLarge: RequestHandler<Params> = (request, response, next) => {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) {
    response.status(413).set("Connection", "close").end();
    return;
  }
  let size = 0;
  request.on("data", ({ length }: Buffer) => {
    size += length;
    if (size > largestBody && !response.headersSent) response.status(413).end();
  });
  next();
};

function receive(context: WebhookContext): RequestHandler<Params> {
  return async (request, response) => {
    const { connection } = request.params;
    const call = verified(context, request);
    if (call === null || !Named.safeParse(call).success) {
      context.meter.delivery(connection, "refused");
      response.status(call === null ? 401 : 400).end();
      return;
    }
    response.status(await store(context, connection, call)).end();
  };
}

function verified({ receivers }: WebhookContext, request: Request<Params>): VerifiedCall | null {
  const { connection, path } = request.params;
  // Without a body there is nothing to parse, and express leaves none.
  const body: unknown = request.body;
  const call = { headers: flat(request.headers), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
  return receivers.get(connection)?.verify(call, path ?? null) ?? null;
}

function flat(headers: Request["headers"]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]));
}

async function store(context: WebhookContext, connection: string, call: VerifiedCall): Promise<202 | 400 | 503> {
  const { intake, clock, log, meter } = context;
  const fields = { requestId: call.deliveryId, connection, event: call.event };
  try {
    const isNew = await intake.accept({ ...call, connection, receivedAt: clock() });
    meter.delivery(connection, isNew ? "received" : "repeated");
    log.info({ ...fields, isNew }, "delivery received");
    return 202;
  } catch (error) {
    if (error instanceof Failure)
      log.warn({ ...fields, code: error.code, reason: error.message }, "delivery not stored");
    else log.error({ ...fields, err: error }, "delivery not stored");
    return isOfDelivery(error) ? 400 : 503;
  }
}
