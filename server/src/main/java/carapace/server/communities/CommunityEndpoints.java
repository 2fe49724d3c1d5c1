package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Timestamps;
import carapace.server.access.PageLimit;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading about communities.
@RestController
class CommunityEndpoints {

    private final Communities communities;

    CommunityEndpoints(Communities communities) {
        this.communities = communities;
    }

    record CommunityJson(
            String name,
            String displayName,
            @Nullable String description,
            @Nullable String rules,
            @Nullable String avatar,
            @Nullable String banner,
            String creator,
            String createdAt,
            String posting,
            long slowMode,
            List<LabelJson> labels,
            @Nullable Long subscribers,
            @Nullable Long posts,
            @Nullable Long postsToday,
            @Nullable List<String> moderators) {

        static CommunityJson of(Community community, boolean whole) {
            return new CommunityJson(
                    community.name().value(),
                    community.displayName(),
                    community.description().orElse(null),
                    community.rules().orElse(null),
                    community.avatar().map(ImageId::path).orElse(null),
                    community.banner().map(ImageId::path).orElse(null),
                    community.creator().value(),
                    Timestamps.format(community.createdAt()),
                    community.posting().wireName(),
                    community.slowMode(),
                    community.labels().stream().map(LabelJson::of).toList(),
                    whole ? community.subscribers() : null,
                    whole ? community.posts() : null,
                    whole ? community.postsToday() : null,
                    whole ? community.moderators().stream().map(Handle::value).toList() : null);
        }
    }

    record LabelJson(String name, String color) {

        static LabelJson of(PostLabel label) {
            return new LabelJson(label.name(), label.color());
        }
    }

    record CommunitiesJson(List<CommunityJson> communities, @Nullable String next) {}

    @GetMapping("/v1/communities/{name}")
    CommunityJson community(Reader reader, @PathVariable String name) {
        if (!CommunityName.isValid(name)) {
            throw absent();
        }
        return communities
                .find(reader.database(), new CommunityName(name))
                .map(community -> CommunityJson.of(community, true))
                .orElseThrow(CommunityEndpoints::absent);
    }

    @GetMapping("/v1/communities")
    CommunitiesJson communities(
            Reader reader,
            @RequestParam(defaultValue = "old") String sort,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        PageLimit.require(limit);
        var order =
                CommunitySort.parse(sort)
                        .orElseThrow(() -> malformed("sort must be old, new or name"));
        var page = communities.list(reader.database(), order, cursor, limit);
        return new CommunitiesJson(
                page.communities().stream()
                        .map(community -> CommunityJson.of(community, false))
                        .toList(),
                page.next().orElse(null));
    }

    private static Refusal malformed(String why) {
        return new Refusal(ProblemType.REQUEST_MALFORMED.because(why));
    }

    private static Refusal absent() {
        return new Refusal(ProblemType.NOT_FOUND.because("there is no such community"));
    }
}
