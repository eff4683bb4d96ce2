# syntax=docker/dockerfile:1

# Everything that is needed to make the database client, and nothing of it in the image that runs.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --ignore-scripts --workspaces=false && npx prisma generate

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    SIGNALBOX_DATA=/data \
    SIGNALBOX_HOST=0.0.0.0 \
    SIGNALBOX_ADMIN=0.0.0.0:8081
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The install scripts belong to development: the pinned Node, the test database, the client that is copied below.
# Optional are only Prisma's command line and the compiler, which it takes for peers: more than half of the whole.
# The sandbox is a workspace that stays outside, and so do its packages: this image has no demo.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspaces=false && npm cache clean --force
COPY prisma ./prisma
COPY config ./config
COPY connectors ./connectors
COPY src ./src
COPY --from=build /app/src/store/generated ./src/store/generated
RUN install -d -o node -g node /data
USER node
VOLUME /data
# Webhooks and health; for operators.
EXPOSE 8080
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["node", "-e", \
  "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=16", "--heap-growing-percent=100", "--no-allocation-site-pretenuring", "src/main.ts"]
CMD ["serve"]
