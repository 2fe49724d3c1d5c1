package carapace.rules.planted.server.face;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.core.env.Environment;

/// Shows machinery to another module in two public methods; the others are its own affair.
public final class FacesShown {

    public String row(ResultSet row) throws SQLException {
        return row.getString(1);
    }

    public List<? extends Environment> all() {
        return List.of();
    }

    public String text() {
        return hidden(List.of());
    }

    String hidden(List<Environment> environments) {
        return environments.toString();
    }
}
