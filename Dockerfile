# syntax=docker/dockerfile:1

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    SIGNALBOX_DATA=/data \
    SIGNALBOX_HOST=0.0.0.0 \
    SIGNALBOX_ADMIN=0.0.0.0:8081
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The install scripts belong to development: the pinned Node, the test database, Prisma's client for the tests.
# The sandbox and its packages stay outside: this image has no demo.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspaces=false && npm cache clean --force
COPY prisma ./prisma
COPY config ./config
COPY connectors ./connectors
COPY src ./src
RUN install -d -o node -g node /data
USER node
VOLUME /data
# 8080: webhooks and health. 8081: for operators.
EXPOSE 8080
EXPOSE 8081
# `agent: false` asks this process itself, also if NODE_USE_ENV_PROXY sends other calls through a proxy.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["node", "-e", \
  "require('http').get({ host: '127.0.0.1', port: process.env.PORT || 8080, path: '/healthz', agent: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=16", "--heap-growing-percent=100", "--no-allocation-site-pretenuring", "src/main.ts"]
CMD ["serve"]
