const { DefaultFailureConverter } = require('@temporalio/common');

/** Messages and stacks of failures go through the codec too. Also part of the workflow bundle. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
