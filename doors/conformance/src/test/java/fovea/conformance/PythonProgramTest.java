package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonProgramTest {
    private static final Tensor X = Tensor.of(Shape.of(4), 1.0, 2, 3, 4);
    private static final Tensor W = Tensor.of(Shape.of(2), 10.0, 20);
    private static final Tensor M = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);

    private static Tensor run(String program, String output) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", X);
        inputs.put("w", W);
        inputs.put("m", M);
        inputs.put("v", Tensor.of(Shape.of(4), 1.0, 0, -1, 2));
        return new PythonProgram(program, inputs).results(List.of(output)).get(output);
    }

    private static double[] y(String program) {
        return run(program, "y").cast(DType.F64).toDoubles();
    }

    @Test
    void operatorsBindAsPythons() {
        assertThat(y("y = 2*x + x**2")).containsExactly(3, 8, 15, 24);
        assertThat(y("y = -x**2")).containsExactly(-1, -4, -9, -16);
        assertThat(y("y = x // 2 + x % 2")).containsExactly(1, 1, 2, 2);
        assertThat(y("y = 1 - x / 2")).containsExactly(0.5, 0, -0.5, -1);
        assertThat(y("y = (x > 1) & (x < 4)")).containsExactly(0, 1, 1, 0);
        assertThat(y("y = x ^ 2")).containsExactly(1, 4, 9, 16);
        assertThat(y("y = 2**3 * x")).containsExactly(8, 16, 24, 32);
        assertThat(y("y = x @ x")).containsExactly(30);
        assertThat(y("y = m.T @ w")).containsExactly(90, 120, 150);
    }

    @Test
    void functionsAndMethodsAreTheGroups() {
        assertThat(y("y = torch.sum(x * x)")).containsExactly(30);
        assertThat(y("y = m.sum(1)")).containsExactly(6, 15);
        assertThat(y("y = m.sum(dim=0, keepdim=True)[0]")).containsExactly(5, 7, 9);
        assertThat(y("y = m.max(1).values")).containsExactly(3, 6);
        assertThat(y("v, i = m.max(dim=1); y = i")).containsExactly(2, 2);
        assertThat(y("y = torch.where(x > 2, x, 0.5 * x)")).containsExactly(0.5, 1, 3, 4);
        assertThat(y("y = x.clamp(min=2).clamp(max=3)")).containsExactly(2, 2, 3, 3);
        assertThat(y("y = x.clamp(2, 3)")).containsExactly(2, 2, 3, 3);
        assertThat(y("y = F.softplus(x).exp()"))
                .containsExactly(
                        new double[] {1 + Math.E, 1 + Math.exp(2), 1 + Math.exp(3), 1 + Math.exp(4)}, within(1e-12));
        assertThat(y("y = x.view(2, 2).t().reshape(-1)")).containsExactly(1, 3, 2, 4);
        assertThat(y("y = torch.stack([w, w * 2], dim=1)")).containsExactly(10, 20, 20, 40);
        assertThat(y("y = torch.cat([w, x[:1]])")).containsExactly(10, 20, 1);
        assertThat(y("y = x.masked_fill(x > 2, 0.)")).containsExactly(1, 2, 0, 0);
        assertThat(y("y = x.norm(p=2)")).containsExactly(Math.sqrt(30));
        assertThat(y("y = m.permute(1, 0).transpose(0, 1)[1, ::2]")).containsExactly(4, 6);
        assertThat(y("y = x.index_select(0, torch.tensor([3, 0]))")).containsExactly(4, 1);
        assertThat(y("y = x[[0, 2]]")).containsExactly(1, 3);
        assertThat(y("y = x[x > 2]")).containsExactly(3, 4);
        assertThat(y("y = m[:, None, -1].squeeze(1)")).containsExactly(3, 6);
        assertThat(y("y = torch.zeros(2) + math.pi")).containsExactly(new double[] {Math.PI, Math.PI}, within(1e-6));
        assertThat(y("y = x.float().double()")).containsExactly(1, 2, 3, 4);
        assertThat(y("y = x.add(x, alpha=2)")).containsExactly(3, 6, 9, 12);
        assertThat(y("y = x.std(unbiased=False)")).containsExactly(Math.sqrt(1.25));
    }

    @Test
    void whatIsWrittenShowsThroughViews() {
        assertThat(y("y=x.clone(); y[1:3]=w; z=y*y")).containsExactly(1, 100, 400, 16);
        assertThat(y("y = x.clone(); z = y.view(2, 2); z[0] = 7; y = y")).containsExactly(7, 7, 3, 4);
        assertThat(y("y = x.clone(); y[::2] *= 10"))
                .as("the statement's own value")
                .containsExactly(10, 2, 30, 4);
        assertThat(y("y = x.clone(); y.add_(1).mul_(2); y = y + 0")).containsExactly(4, 6, 8, 10);
        assertThat(y("y = x.clone(); y += x; y -= 1; y = y")).containsExactly(1, 3, 5, 7);
        assertThat(y("a = x.clone(); b = a; b.zero_(); y = a")).containsExactly(0, 0, 0, 0);
        assertThat(y("a = m.clone(); a.t()[0] = w; y = a")).containsExactly(10, 2, 3, 20, 5, 6);
        assertThat(y("a = m.clone(); b = a[1]; a.mul_(2); y = b"))
                .as("a view sees later writing")
                .containsExactly(8, 10, 12);
        assertThat(y("a = x.clone(); a[a > 2] = 0; y = a")).containsExactly(1, 2, 0, 0);
        assertThat(y("a = x.clone(); a[torch.tensor([0, 1])] = w; y = a")).containsExactly(10, 20, 3, 4);
    }

    @Test
    void writingInPlaceIsDifferentiated() {
        List<Tensor> gradients = Autograd.gradients(List.of(X, W), given -> {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            inputs.put("x", given.get(0));
            inputs.put("w", given.get(1));
            return new PythonProgram("y=x.clone(); y[1:3]=w; z=y*y", inputs)
                    .results(List.of("y"))
                    .get("y")
                    .sum();
        });
        assertThat(gradients.get(0).toDoubles()).containsExactly(2, 0, 0, 8);
        assertThat(gradients.get(1).toDoubles()).containsExactly(20, 40);
    }

    @Test
    void derivativesAreComputed() {
        String cubic = "y=sum(x^3)+x0*x1*x2; hvp=H v";
        assertThat(run(cubic, "grad").toDoubles()).containsExactly(9, 15, 29, 48);
        assertThat(run(cubic, "hvp").toDoubles()).containsExactly(6 - 2, 3 - 1, 2 - 18, 48);
        assertThat(run("y = (x**3).sum()", "hessian").toDoubles())
                .containsExactly(6, 0, 0, 0, 0, 12, 0, 0, 0, 0, 18, 0, 0, 0, 0, 24);
        assertThat(y("g = grad(x.pow(3).sum(), x); y = grad(g.sum(), x)")).containsExactly(6, 12, 18, 24);
        assertThat(y("s = (x**2).sum(); g = torch.autograd.grad(s, x, create_graph=True)[0]; y = (g.norm() - 1)**2"))
                .containsExactly(new double[] {Math.pow(2 * Math.sqrt(30) - 1, 2)}, within(1e-12));
        assertThat(y("y = x * x.detach()")).containsExactly(1, 4, 9, 16);
        assertThat(run("y = x * stop_gradient(x*x)", "grad").toDoubles()).containsExactly(1, 4, 9, 16);
        assertThat(run("y = x**2; jvp = J v", "jvp").toDoubles()).containsExactly(2, 0, -6, 16);
    }

    @Test
    void whatCannotBeReadSaysWhere() {
        assertThatThrownBy(() -> y("y = x +"))
                .isInstanceOf(CaseException.class)
                .hasMessageContaining("from 'its end' on");
        assertThatThrownBy(() -> y("y = bend(x)")).hasMessage("there is no function bend");
        assertThatThrownBy(() -> y("y = q * 2")).hasMessage("no value or function 'q'");
    }
}
