# One image for each service: docker build --build-arg SERVICE=ingest -f infra/containers/service.Dockerfile .
FROM node:24-slim

ARG SERVICE
ENV NODE_ENV=production SERVICE=${SERVICE}
WORKDIR /app

COPY . .
# Only what this service needs, and nothing that runs scripts at install.
RUN test -d "services/${SERVICE}" \
  && npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    --workspace "services/${SERVICE}" --workspace infra/containers --include-workspace-root \
  && npm cache clean --force \
  && mkdir -p /var/lib/hrd-shield/keys /var/lib/hrd-shield/audit \
  && chown -R node:node /var/lib/hrd-shield

USER node
EXPOSE 8080
# The shell is replaced, so that the service itself gets SIGTERM and drains.
CMD ["sh", "-c", "exec node --import tsx services/${SERVICE}/src/main.ts"]
