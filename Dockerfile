# syntax=docker/dockerfile:1

# This stage generates the database client; the final image contains nothing else of it.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --ignore-scripts && npx prisma generate

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    SIGNALBOX_DATA=/data \
    SIGNALBOX_HOST=0.0.0.0 \
    SIGNALBOX_ADMIN=0.0.0.0:8081
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Install scripts are for development: the pinned Node, the test database, the client that a later line copies.
# The only optional packages are Prisma's command line and the compiler (its peers): more than half of the total size.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY prisma ./prisma
COPY config ./config
COPY connectors ./connectors
COPY sandbox ./sandbox
COPY src ./src
COPY --from=build /app/src/store/generated ./src/store/generated
RUN install -d -o node -g node /data
USER node
VOLUME /data
# 8080: webhooks and health. 8081: for operators.
EXPOSE 8080
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["node", "-e", \
  "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=16", "--heap-growing-percent=100", "--no-allocation-site-pretenuring", "src/main.ts"]
CMD ["serve"]
