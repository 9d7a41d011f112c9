import Schema
import Synchronization

/// What a server is shown with every question: a token of the user's, or one that it hands out to anybody.
final class Authorization: Sendable {
    private let token: Mutex<String?>
    /// Whether the user has given the token, and no other is asked for.
    private let isFixed: Bool

    /// Begins without a token, or with the user's.
    init(token: String? = nil) {
        self.token = Mutex(token)
        isFixed = token != nil
    }

    /// The lines of a question that show it.
    var lines: [String] { token.withLock { $0 }.map { ["Authorization: Bearer \($0)"] } ?? [] }

    /// Asks for a token as a server demands.
    ///
    /// - Parameters:
    ///   - head: The answer that demands it.
    ///   - allowsPlainHTTP: Whether it may be asked for without encryption.
    ///   - settings: How to ask.
    /// - Returns: Whether there is a new one.
    func answer(_ head: AnswerHead, allowsPlainHTTP: Bool, _ settings: DownloadSettings) async -> Bool {
        guard !isFixed, let challenge = head["www-authenticate"].flatMap({ BearerChallenge($0) }),
            allowsPlainHTTP || WebAddress(challenge.realm)?.isEncrypted == true
        else { return false }
        var request = TransferRequest(challenge.url)
        request.allowsPlainHTTP = allowsPlainHTTP
        guard let document = try? await Document(asking: request, nil, settings), document.head.status == 200,
            let fresh = document.json?["token"]?.string ?? document.json?["access_token"]?.string,
            fresh.utf8.allSatisfy({ 33...126 ~= $0 })
        else { return false }
        token.withLock { $0 = fresh }
        return true
    }
}
