import Providers
package import Schema
import Store

/// The text of a `models.yaml` that a program writes.
package enum ModelsFile {
    /// A new file with these entries, whose first enabled one is the default model.
    package static func text(of entries: [JSON], heading: String) -> [UInt8] {
        var members = JSONObject()
        if let first = entries.first(where: { $0["enabled"]?.bool != false }), let id = first["id"] {
            members["default_model"] = id
        }
        members["max_loaded_models"] = 1
        members["models"] = .array(entries)
        var writer = YAMLWriter()
        writer.write(members)
        return Array((heading + writer.text).utf8)
    }

    /// A file that has been read, and entries that it could have besides its own.
    package struct Merger {
        /// The entries whose id and file are new.
        package private(set) var added: [JSON] = []
        /// The ids of those whose id or file the file has already.
        package private(set) var known: [String] = []
        private let text: [UInt8]

        /// Compares entries with those of a file.
        ///
        /// - Throws: ``ConfigurationFailure`` with everything that is wrong with the file.
        package init(_ entries: [JSON], into text: [UInt8], at path: String) throws(ConfigurationFailure) {
            self.text = text
            let models = try Catalog(parsing: text, from: path).configuration.models
            let names = Set(models.flatMap(\.names).map(ModelID.folded))
            let paths = Set(models.map(\.config.modelPath.path))
            let files = Set(paths.compactMap { FileIdentity(of: $0) })
            for entry in entries {
                let id = entry["id"]?.string ?? ""
                let path = entry["config"]?["model_path"]?.string ?? ""
                let isKnown =
                    names.contains(ModelID.folded(id)) || paths.contains(path)
                    || FileIdentity(of: path).map(files.contains) == true
                if isKnown { known.append(id) } else { added.append(entry) }
            }
        }

        /// The file's text with the new entries behind its own; all else stays byte for byte.
        ///
        /// `nil` when its `models` are written in a way that leaves no place for more.
        package var merged: [UInt8]? {
            added.isEmpty ? text : YAMLDocument.adding(added, to: Configuration.description.fields.models.key, of: text)
        }
    }
}
