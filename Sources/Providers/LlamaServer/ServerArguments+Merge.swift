extension ServerArguments {
    /// Puts tiers together, weakest first.
    struct Merge {
        private var places: [Place] = []
        private var indices: [String: Int] = [:]
        private var rank = 0

        /// What stands for one key, where the key first appeared.
        private enum Place {
            case entry(Entry)
            case items([Item])
        }

        /// What is in force.
        var entries: [Entry] {
            places.flatMap { place in
                switch place {
                case .entry(let entry): [entry]
                case .items(let items): items.map(\.entry)
                }
            }
        }

        /// Adds a tier that is stronger than all before it.
        mutating func add(_ tier: [Entry]) {
            rank += 1
            for entry in tier {
                if let index = indices[entry.flag.key] {
                    places[index] = place(for: entry, after: places[index])
                } else {
                    indices[entry.flag.key] = places.count
                    places.append(place(for: entry, after: nil))
                }
            }
        }

        private func place(for entry: Entry, after old: Place?) -> Place {
            guard let accumulation = entry.flag.accumulation else { return .entry(entry) }
            var items: [Item] = if case .items(let items) = old { items } else { [] }
            for item in ServerArguments.items(of: entry, by: accumulation, rank: rank) {
                insert(item, into: &items, by: accumulation)
            }
            return .items(items)
        }

        private func insert(_ item: Item, into items: inout [Item], by accumulation: ServerFlag.Accumulation) {
            switch accumulation {
            case .tensorPlacement:
                // llama-server takes the first pattern that matches, so stronger tiers stand first.
                items.removeAll { $0.subkey == item.subkey }
                items.insert(item, at: items.firstIndex { $0.rank < rank } ?? items.endIndex)
                return
            case .sequenceBreaker:
                // `none` clears the breakers before it, and says nothing once another follows.
                items.removeAll { item.subkey == "none" || $0.subkey == "none" }
            case .metadata, .tokenBias, .weightedFile, .text:
                break
            }
            if let index = items.firstIndex(where: { $0.subkey == item.subkey }) {
                items[index] = item
            } else {
                items.append(item)
            }
        }
    }
}
