import Logging
package import NIOHTTP1
package import Router
import Schema
import Synchronization

/// The keys of the server, by which it tells its callers; they can change while it serves.
///
/// Only their SHA-256 is held, and looked up: how long that takes tells nothing of a key.
package final class KeyRing: Sendable {
    private let callers: Mutex<[String: Caller]>
    /// What every request reads; most servers have no keys.
    private let isEmpty: Atomic<Bool>

    /// A ring of keys.
    package init(_ keys: [APIKey] = []) {
        callers = Mutex(Self.callers(with: keys))
        isEmpty = Atomic(keys.isEmpty)
    }

    /// Takes other keys instead.
    package func replace(with keys: [APIKey]) {
        callers.withLock { callers in
            callers = Self.callers(with: keys)
            isEmpty.store(keys.isEmpty, ordering: .releasing)
        }
    }

    /// Who sends a request, as its headers tell.
    package func caller(with headers: HTTPHeaders) -> Caller {
        guard !isEmpty.load(ordering: .acquiring) else { return .anyone }
        let keys = Self.keys(in: headers).map(APIKey.sha256)
        let callers = callers.withLock { $0 }
        return keys.lazy.compactMap { callers[$0] }.first ?? .stranger(hasShownKey: !keys.isEmpty)
    }

    private static func callers(with keys: [APIKey]) -> [String: Caller] {
        Dictionary(keys.compactMap { key in key.sha256.map { ($0, Caller(holding: key)) } }) { first, _ in first }
    }

    /// The keys that a request shows.
    ///
    /// Source: RFC 6750, section 2.1; Anthropic, "API overview", "Authentication".
    private static func keys(in headers: HTTPHeaders) -> [String] {
        let bearers = headers["Authorization"].compactMap { value -> String? in
            let parts = value.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
        return bearers + headers["x-api-key"].filter { !$0.isEmpty }
    }
}

extension Logger.Message {
    /// What the log says of the keys that are asked for from now on.
    static func counting(_ keys: [APIKey]) -> Logger.Message {
        switch keys.count {
        case 0: "no API keys: whoever reaches the server may ask"
        case 1: "1 API key: requests need it"
        case let count: "\(count) API keys: requests need one of them"
        }
    }
}
