import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Waiting line` {
    private let now = PoolState.Moment(.now)

    private func line(_ waiters: (Ticket, ModelID)...) -> WaitingLine {
        var line = WaitingLine()
        for (ticket, model) in waiters { line.append(ticket, for: model, keepAlive: nil, at: now) }
        return line
    }

    @Test func `orders models by their oldest requests`() {
        var line = line((1, "a"), (2, "b"), (3, "a"), (4, "c"))
        #expect(line.turns.map(\.model) == ["a", "b", "c"])
        _ = line.remove(1)
        #expect(line.turns.map(\.model) == ["b", "a", "c"])
        _ = line.remove(2)
        #expect(line.turns.map(\.model) == ["a", "c"])
        #expect(line.oldest?.ticket == 3)
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 1, 3], [2, 3, 1], [1, 3, 2], [3, 1, 2]] as [[Ticket]])
    func `keeps the others in order, whoever leaves`(_ leaving: [Ticket]) {
        var line = line((1, "a"), (2, "a"), (3, "a"))
        var left: [Ticket] = [1, 2, 3]
        for ticket in leaving {
            #expect(line.remove(ticket)?.ticket == ticket)
            left.removeAll { $0 == ticket }
            #expect(line.oldest(for: "a")?.ticket == left.first)
            #expect(line.count(for: "a") == left.count)
            var copy = line
            #expect(copy.removeAll(for: "a").map(\.ticket) == left)
        }
        #expect(line.isEmpty)
        #expect(line.turns.isEmpty)
    }

    @Test func `takes newcomers behind those who stayed`() {
        var line = line((1, "a"), (2, "a"))
        _ = line.remove(2)
        line.append(3, for: "a", keepAlive: nil, at: now)
        #expect(line.removeAll(for: "a").map(\.ticket) == [1, 3])
        #expect(line.removeAll(for: "a").isEmpty)
    }

    @Test func `knows nothing of who has left`() {
        var line = line((1, "a"), (2, "b"))
        _ = line.removeAll(for: "a")
        #expect(!line.contains(1))
        #expect(line.remove(1) == nil)
        #expect(line.contains(2))
        #expect(line.count == 1)
    }
}
