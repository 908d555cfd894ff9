import module java.base;
import module fovea.train;
import module fovea.zoo;
import module fovea.plot;
