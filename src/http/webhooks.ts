import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { Failure } from "../domain/failure.ts";
import type { Clock, Log, Meter, Trace } from "../ports/runtime.ts";
import type { Receiver, VerifiedCall } from "../ports/webhook.ts";
import { answer, lengthOf, refuse } from "./answers.ts";
import { createBodies, largestBody, type Bodies } from "./bodies.ts";
import { isOfDelivery, type Intake } from "./intake.ts";

export type WebhookContext = {
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly trace: Trace;
};

/** Ids and event names as trackers send them. The signature does not cover headers: anyone with one call can change them. */
const Named = z.object({
  deliveryId: z.string().regex(/^[\x21-\x7e]{1,200}$/u),
  event: z.string().regex(/^[\w:.-]{1,100}$/u),
});

/**
 * `POST /webhooks/:connection[/:path]`: 202 after the delivery is committed, 400 an id or event that no tracker sends,
 * 401 not from the tracker, 404 no such connection, 408 too slow, 413 too large, 503 overloaded or not stored, retry.
 * Responses have no body. The server does not read the body of a call that cannot be the tracker's.
 */
export function webhookRoutes(context: WebhookContext): Router {
  const router = express.Router();
  router.post("/webhooks/:connection{/:path}", receive(context, createBodies()));
  router.use("/webhooks", answer(404));
  return router;
}

type Params = { readonly connection: string; readonly path?: string };

type Call = { readonly request: Request<Params>; readonly response: Response };

function receive(context: WebhookContext, bodies: Bodies): RequestHandler<Params> {
  return async (request, response) => {
    const call = { request, response };
    const receiver = context.receivers.get(request.params.connection);
    if (receiver === undefined) return refuse(call, 404);
    if ((lengthOf(request) ?? 0) > largestBody) return refuse(call, 413);
    const headers = flat(request.headers);
    const path = request.params.path ?? null;
    // The tracker signed the uncompressed body.
    if (headers["content-encoding"] !== undefined || !receiver.isPlausible({ headers }, path))
      return refuseAsForeign(context, call, 401);
    const proof = await bodies.read(call, (body) => ({ verified: receiver.verify({ headers, body }, path) }));
    if (proof === null) return;
    const { verified } = proof;
    if (verified === null || !Named.safeParse(verified).success)
      return refuseAsForeign(context, call, verified === null ? 401 : 400);
    const status = await store(context, request.params.connection, verified);
    if (status === 202) response.status(status).end();
    else refuse(call, status);
  };
}

function refuseAsForeign({ meter }: WebhookContext, call: Call, status: 400 | 401): void {
  meter.delivery(call.request.params.connection, "refused");
  refuse(call, status);
}

function flat(headers: Request["headers"]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]));
}

async function store(context: WebhookContext, connection: string, call: VerifiedCall): Promise<202 | 400 | 503> {
  const { intake, clock, log, meter, trace } = context;
  const { deliveryId, event } = call;
  const fields = { requestId: deliveryId, connection, event };
  const receivedAt = clock();
  try {
    const isNew = await intake.accept({ ...call, connection, receivedAt });
    meter.delivery(connection, isNew ? "received" : "repeated");
    const step = { step: "delivery received", startedAt: receivedAt, endedAt: clock() } as const;
    if (isNew) trace({ ...step, attributes: { connection, event } }, [deliveryId]);
    log.info({ ...fields, isNew }, "delivery received");
    return 202;
  } catch (error) {
    if (error instanceof Failure)
      log.warn({ ...fields, code: error.code, reason: error.message }, "delivery not stored");
    else log.error({ ...fields, err: error }, "delivery not stored");
    return isOfDelivery(error) ? 400 : 503;
  }
}
