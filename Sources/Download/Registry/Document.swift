import Schema
import Synchronization

/// A short answer of a server, kept in memory.
struct Document: Sendable {
    /// Its head; the status may be any.
    let head: AnswerHead
    /// Its body.
    let body: [UInt8]

    /// The body as JSON; `nil` when it is none.
    var json: JSON? { try? JSON(parsing: body) }

    /// Asks a server, up to three times if it does not answer or fails.
    ///
    /// - Parameters:
    ///   - question: What to ask.
    ///   - authorization: What the server is shown; `nil` for nothing.
    ///   - settings: How long to wait.
    /// - Throws: ``PullFailure``.
    init(
        asking question: TransferRequest,
        _ authorization: Authorization?,
        _ settings: DownloadSettings
    ) async throws(PullFailure) {
        var request = question
        request.patience = settings.patience
        var tries = Tries(min(3, settings.tries), firstPause: settings.firstPause)
        var hasAnswered = false
        while true {
            request.lines = question.lines + (authorization?.lines ?? [])
            let sink = DocumentSink()
            do throws(TransferFault) {
                let head = try await TransferLoop.shared.run(request, into: sink)
                if head.status == 401, !hasAnswered, let authorization {
                    hasAnswered = true
                    if await authorization.answer(head, allowsPlainHTTP: question.allowsPlainHTTP, settings) {
                        continue
                    }
                }
                if head.isTemporaryRefusal, await tries.another(after: head.pause) { continue }
                self.head = head
                body = sink.body
                return
            } catch {
                if error.isTemporary, await tries.another(after: nil) { continue }
                throw PullFailure(Task.isCancelled ? .cancelled : error, asking: question.url)
            }
        }
    }
}

extension AnswerHead {
    /// Whether the server may answer otherwise in a while.
    var isTemporaryRefusal: Bool { status >= 500 || [408, 425, 429].contains(status) }
}

extension TransferFault {
    /// Whether it may be otherwise in a while.
    var isTemporary: Bool {
        switch self {
        case .stalled, .broken: true
        case .cancelled, .ended, .lasting: false
        }
    }
}

/// Keeps an answer in memory, up to a size that no honest one has.
private final class DocumentSink: TransferSink {
    private let bytes = Mutex<[UInt8]>([])
    private static let limit = 16 << 20

    var body: [UInt8] { bytes.withLock { $0 } }

    func begin(_ head: AnswerHead) -> Bool { true }

    func take(_ part: UnsafeRawBufferPointer) -> Bool {
        bytes.withLock { bytes in
            guard bytes.count + part.count <= Self.limit else { return false }
            bytes += part
            return true
        }
    }
}
