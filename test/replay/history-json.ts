import proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;

const { History: HistoryType } = proto.temporal.api.history.v1;

/** A history as one line of JSON: enums by name, numbers and bytes as text. */
export function historyToJson(history: History): string {
  const message = HistoryType.fromObject(history);
  return JSON.stringify(
    HistoryType.toObject(message, { enums: String, longs: String, bytes: String }),
  );
}

/**
 * The SDK's own reader of JSON histories fails where several copies of its protobuf library are
 * installed; this one needs only the generated types.
 */
export function historyFromJson(text: string): History {
  return HistoryType.fromObject(JSON.parse(text) as Record<string, unknown>);
}
